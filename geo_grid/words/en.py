"""English words. A section for each subject, alphabetical inside; the same keys as zh.py, one for one."""

from collections.abc import Mapping

from geo_grid.words.accounts.en import MESSAGES as _ACCOUNTS
from geo_grid.words.checks.en import MESSAGES as _CHECKS
from geo_grid.words.editions.en import MESSAGES as _EDITIONS
from geo_grid.words.ground.en import MESSAGES as _GROUND
from geo_grid.words.incidents.en import MESSAGES as _INCIDENTS
from geo_grid.words.installation.en import MESSAGES as _INSTALLATION
from geo_grid.words.persons.en import MESSAGES as _PERSONS
from geo_grid.words.plans.en import MESSAGES as _PLANS

MESSAGES: Mapping[str, str] = {
    **_INSTALLATION,
    **_ACCOUNTS,
    **_PERSONS,
    **_PLANS,
    **_GROUND,
    **_CHECKS,
    **_EDITIONS,
    **_INCIDENTS,
}
