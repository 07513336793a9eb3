"""How the model comes from the examples that people have written, and how good it is."""
