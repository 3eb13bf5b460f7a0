"""A town for tests that plan and publish."""

import pytest
from sqlalchemy.orm import Session

from tests.services.plans.ground import Town


@pytest.fixture
def town(session: Session) -> Town:
    """Published, with a planner and an approver; rolled back."""
    return Town.laid(session)
