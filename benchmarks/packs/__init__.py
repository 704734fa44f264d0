"""A synthetic population for the delivered packs."""
