"""Shows: values in, Block Kit out. The text of a message always says what its blocks say."""
