"""Running an index many times at once: levels and ranks over draws, in chunks that bound the memory."""
