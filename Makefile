# Everything runs from .venv, which the first target that needs it brings into this folder.
SHELL := /bin/sh
.DEFAULT_GOAL := help
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/.tools/home
endif
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready
UV := .tools/uv/bin/uv
PYTEST := $(BIN)/python -m pytest --dist worksteal
WORKERS ?= 2

.PHONY: help setup demo test quick check lint format docs bench lock wheels clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml src/gaoxin_packs/pyproject.toml dev/setup.sh
	@sh dev/setup.sh

setup: $(READY)  ## bring the environment into .venv

demo: $(READY)  ## an example zone in a new folder: checked, built and reported; all data synthetic
	$(BIN)/gaoxin demo

test: $(READY)  ## every test
	$(PYTEST) -n $(WORKERS)

quick: $(READY)  ## the tests that are not slow, in under a minute
	$(PYTEST) -n $(WORKERS) -m "not slow"

check: lint $(READY)  ## style, types, rooms, dependencies, packs
	$(BIN)/gaoxin packs test

lint: $(READY)  ## the part of check that needs no pack
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/deptry src

format: $(READY)  ## put the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(READY)  ## the documentation site, in site/
	$(BIN)/python dev/build_docs.py

bench: $(READY)  ## the benchmarks, as ratios of one run
	$(BIN)/python -m benchmarks

lock: $(READY)  ## solve the dependencies anew, keeping the pins that still hold (UPGRADE=1: newest)
	UV_CACHE_DIR=.tools/uv-cache UV_PYTHON_DOWNLOADS=never $(UV) pip compile pyproject.toml --quiet --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-package gaoxin-packs --no-emit-index-url --no-annotate $(if $(UPGRADE),--upgrade) \
	  --custom-compile-command "make lock" -o requirements.lock

wheels: $(READY)  ## both distributions, in dist/
	$(BIN)/python dev/build_wheels.py dist

clean:  ## remove what make made
	rm -rf .venv .tools dist site .pytest_cache .ruff_cache .hypothesis .import_linter_cache
