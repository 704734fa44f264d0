"""`python -m gaoxin`: the same as the command."""

from gaoxin.cli import main

if __name__ == "__main__":
    main()
