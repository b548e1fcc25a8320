"""The attacker: trainers and coordinators who pool everything they can learn."""
