"""Does: one public function per thing that happens, from start to end."""
