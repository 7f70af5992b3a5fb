"""What is searched, what is put right, what was not found."""

from search.models.document import SearchChange, SearchDocument, SearchEdition, SearchRebuild, SearchWord
from search.models.editing import Miss, Promotion, Synonym, SynonymKind

__all__ = [
    "Miss",
    "Promotion",
    "SearchChange",
    "SearchDocument",
    "SearchEdition",
    "SearchRebuild",
    "SearchWord",
    "Synonym",
    "SynonymKind",
]
