"""Gaoxin (高新): measure and steer innovation in high-tech zones."""
