"""The incidents of the example town are played through, in every state, and nobody is told of them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from geo_grid.core.incidents.states import State
from geo_grid.example_town.incidents import make_incidents
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.demo_incidents import load_incidents
from geo_grid.settings import Settings
from geo_grid.store.incident_demo_writing import drop_made_up
from geo_grid.store.session import session_scope

pytestmark = [pytest.mark.database, pytest.mark.long]


def test_there_is_one_in_every_state_and_all_go_with_the_demo(engine: Engine) -> None:
    settings, now = Settings(), datetime.now(UTC)
    with session_scope(engine) as session:
        load_demo(session, make_example(settings.zone), now)
        count = load_incidents(session, settings, make_incidents(), now)
    with session_scope(engine) as session:
        states = set(session.scalars(text("SELECT DISTINCT state FROM incident WHERE made_up")))
        assert states == set(State)
        assert session.scalar(text("SELECT count(*) FROM notification WHERE state <> 'skipped'")) == 0
        assert session.scalar(text("SELECT count(*) FROM incident_entry WHERE at > now()")) == 0
        assert drop_made_up(session) == count
        assert session.scalar(text("SELECT count(*) FROM incident_entry")) == 0
