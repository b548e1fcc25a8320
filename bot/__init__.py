"""The companion: this folder wires; its rooms decide, show and do."""
