"""Whether a word of anybody, or who they are, stands in a file that we ever wrote."""
