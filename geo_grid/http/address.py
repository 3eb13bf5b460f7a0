"""Where the interface stands."""

#: Before the address of everything that is answered as data.
API = "/api/v1"
