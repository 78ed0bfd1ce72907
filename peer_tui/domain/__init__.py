"""What a meeting is. Pure: no disk, no screen, no clock, no randomness but what is passed in."""
