"""A town whose rules for incidents are read and set."""

from tests.http.accounts.conftest import town as town
