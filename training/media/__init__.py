"""Videos and captions: what a file is, what is said in it, and which part is asked for."""
