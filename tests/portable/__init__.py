"""What must hold on every system, Windows too: these tests need nothing but pytest, and none of the other rooms."""
