"""Pack folders to frozen specs and resolved programs; every fault with file and line."""
