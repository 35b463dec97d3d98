"""Rules about labels of compose files and stacks."""
