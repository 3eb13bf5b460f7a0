"""中文用语，每个主题一个文件夹，节内按字母排序；与 en.py 逐条对应。"""

from collections.abc import Mapping

from geo_grid.words.accounts.zh import MESSAGES as _ACCOUNTS
from geo_grid.words.checks.zh import MESSAGES as _CHECKS
from geo_grid.words.editions.zh import MESSAGES as _EDITIONS
from geo_grid.words.ground.zh import MESSAGES as _GROUND
from geo_grid.words.incidents.zh import MESSAGES as _INCIDENTS
from geo_grid.words.installation.zh import MESSAGES as _INSTALLATION
from geo_grid.words.persons.zh import MESSAGES as _PERSONS
from geo_grid.words.plans.zh import MESSAGES as _PLANS

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
