"""What taking over a sheet of people would change, and what is wrong with it."""

from pydantic import Field

from geo_grid.core.people_sheet.columns import BY_KEY
from geo_grid.core.people_sheet.rows import SheetFault
from geo_grid.http.schemas.base import Published
from geo_grid.services.people_sheet.import_sheet import SheetImport
from geo_grid.words import Language, tell


class SheetFaultOut(Published):
    """What is wrong with a cell or a row."""

    row: int = Field(ge=1, description="As the sheet numbers it.")
    column: str | None = Field(description="Header of the column; null where it is the row.")
    code: str
    message: str

    @classmethod
    def of(cls, fault: SheetFault, language: Language) -> "SheetFaultOut":
        """In a language."""
        column = None if fault.column is None else BY_KEY[fault.column]
        header = None if column is None else column.zh if language == "zh" else column.en
        return cls(
            row=fault.row, column=header, code=fault.code, message=tell(fault.code, fault.params, language)
        )


class SheetImportOut(Published):
    """What a sheet of people would change, or has changed."""

    rows: int = Field(ge=0, description="Rows that say something.")
    new: int = Field(ge=0, description="People.")
    changed: int = Field(ge=0, description="People.")
    unchanged: int = Field(ge=0, description="People.")
    duties: int = Field(ge=0, description="Duties that begin, end or change.")
    errors: list[SheetFaultOut] = Field(description="By row; nothing is taken over while there is any.")
    unknown: list[str] = Field(description="Headers whose columns are not read.")
    committed: bool

    @classmethod
    def of(cls, done: SheetImport, language: Language) -> "SheetImportOut":
        """In a language."""
        return cls(
            rows=done.rows,
            new=done.added,
            changed=done.changed,
            unchanged=done.unchanged,
            duties=done.duties,
            errors=[SheetFaultOut.of(fault, language) for fault in done.faults],
            unknown=[header[:100] for header in done.unknown],
            committed=done.committed,
        )
