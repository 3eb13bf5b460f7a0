"""What duties there are, and what kinds of people."""

ROLES = ("head", "member", "information_officer", "liaison", "specialist")
SHIFTS = ("day", "night", "staggered")
KINDS = ("official", "private")
