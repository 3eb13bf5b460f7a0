"""What became of a sheet of incidents."""

from typing import Any

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Published
from geo_grid.services.incidents.batch import Batch
from geo_grid.words import Language, tell
from geo_grid.words.incidents.naming import named


class RowFaultOut(Published):
    """What is wrong with a row."""

    row: int = Field(description="Number of the row; the first is 1.")
    code: str
    params: dict[str, Any]
    detail: str = Field(description="In words.")


class BatchOut(Published):
    """What became of a sheet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "rows": 2,
                    "known": 0,
                    "faults": [
                        {
                            "row": 3,
                            "code": "category_unknown",
                            "params": {"category": "9"},
                            "detail": "没有类别 9：请从目录中选择。",
                        }
                    ],
                    "numbers": [],
                    "kept": False,
                }
            ]
        }
    )

    rows: int
    known: int = Field(description="Rows that had been taken in before, from the same file.")
    faults: list[RowFaultOut]
    numbers: list[str] = Field(description="Of the incidents that were taken in.")
    kept: bool = Field(description="All of it, or nothing.")

    @classmethod
    def of(cls, batch: Batch, language: Language) -> "BatchOut":
        """As published, in a language."""
        return cls(
            rows=batch.rows,
            known=batch.known,
            faults=[
                RowFaultOut(
                    row=fault.row,
                    code=fault.code,
                    params=dict(fault.params),
                    detail=tell(fault.code, named(fault.code, fault.params, language), language),
                )
                for fault in batch.faults
            ],
            numbers=list(batch.numbers),
            kept=batch.is_kept,
        )
