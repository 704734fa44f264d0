"""Plans: what a spec comes to, as named steps that can be printed; pure, and no engine's."""
