"""Properties say what is true; how long it takes to see that is no claim of theirs."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
