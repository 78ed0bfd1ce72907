"""What a programme hands on or reads out: letters and cards; and its small tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import marked, say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import letters
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from peer_tui.domain.programmes.definition import Card, Letter
    from peer_tui.ui.screens.place import PlaceScreen

_LETTER, _CARD, _TOOL = "letter:", "card:", "tool:"
TOOLS = {
    "groups": (marked("Small groups"), marked("People into groups: with whom, apart from whom, roles mixed.")),
    "role-play": (
        marked("Role play"),
        marked("A scenario, parts for people, and a timer for each of its three times."),
    ),
}
"""The small tools a programme's file can name, each with what it does."""


class PagesView(PartView):
    """A letter, a card or a tool a row."""

    part: ClassVar[str] = "pages"
    word: ClassVar[str] = say("Pages")
    ACTS = (
        Act("c", "c", say("copy"), "copy", say("Copy the letters or the card as text.")),
        Act("w", "w", say("write"), "write", say("Write the letters to files, or as e-mail drafts, for you only.")),
    )
    enter_words = say("read")

    def rows(self, width: int) -> list[ListRow]:
        """Letters, cards, tools."""
        definition = self.definition
        rows: list[ListRow] = []
        if definition.letters:
            rows.append(self.heading(say("Letters"), "letters"))
        for letter in definition.letters:
            rows.append(
                ListRow(row(plain(letter.title), plain(self._told(letter), "$quiet"), width), _LETTER + letter.key)
            )
        if definition.cards:
            rows.append(self.heading(say("Cards"), "cards"))
        for card in definition.cards:
            ours = say("ours") if card.ours else ""
            rows.append(ListRow(row(plain(card.title), plain(ours, "$quiet"), width), _CARD + card.key))
        tools = [key for key in definition.drawings if key in TOOLS]
        if tools:
            rows.append(self.heading(say("Tools"), "tools"))
        rows += [ListRow(plain(say(TOOLS[key][0])), _TOOL + key) for key in tools]
        return rows or self.none(say("This programme has no letters, cards or tools."))

    def _told(self, letter: Letter) -> str:
        if not letter.register:
            return ""
        number = len(self.running.standing_rows(letter.register))
        return say_number(number, "{n} person", "{n} people")

    def below(self, selected: str) -> Content:
        """What Enter does, and which line of the checklist the letter is about."""
        if tool := TOOLS.get(selected.removeprefix(_TOOL)):
            return lines(say(tool[1]))
        if letter := self._letter(selected):
            item = next((one.title for one in self.definition.items if one.key == letter.item), "")
            return lines(say("For the line: {line}", line=item) if item else "")
        if card := self._card(selected):
            return lines(" ".join(card.text.split())[:200])
        return Content("")

    def _letter(self, selected: str) -> Letter | None:
        return next((one for one in self.definition.letters if _LETTER + one.key == selected), None)

    def _card(self, selected: str) -> Card | None:
        return next((one for one in self.definition.cards if _CARD + one.key == selected), None)

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Read it, or go to the tool."""
        if letter := self._letter(selected):
            self.place.read(letter.title, self._letters(letter))
        elif card := self._card(selected):
            self.place.read(card.title, card.text)
        elif selected.startswith(_TOOL):
            self._tool(selected.removeprefix(_TOOL))

    def _letters(self, letter: Letter) -> str:
        drawn = letters.letters(self.opened, self.running, letter.key)
        if not drawn:
            raise Problem(say("Nobody stands in the register yet that these letters go to."))
        return letters.all_of_them(drawn)

    def _tool(self, key: str) -> None:
        opened, programme, place = self.opened, self.programme, self.place
        make: Callable[[], PlaceScreen]
        if key == "groups":
            from peer_tui.ui.screens.small_groups import SmallGroupsScreen

            make = lambda: SmallGroupsScreen(opened, programme)  # noqa: E731  # one of two ways to make the screen
        else:
            from peer_tui.ui.screens.role_play import RolePlayScreen

            make = lambda: RolePlayScreen(opened, programme)  # noqa: E731
        place.keep()
        place.peer.behind = place.again()
        place.app.switch_screen(make())

    def copy(self) -> None:
        """As text."""
        if letter := self._letter(self.selected):
            self.place.peer.copier.start((self._letters(letter),), letter.title, "c")
        elif card := self._card(self.selected):
            self.place.peer.copier.start((card.text,), card.title, "c")

    def write(self) -> None:
        """Letters to files."""
        letter = self._letter(self.selected)
        if letter is None:
            self.screen.show_flash(say("Select a letter: w writes letters to files; c copies a card."))
            return
        choices = [Choice(form, words) for form, words in letters.FORMATS.items()]

        def take(form: str) -> None:
            written = letters.export_letters(self.workspace, self.opened, self.running, letter.key, form)
            count = say_number(len(written), "{n} file", "{n} files")
            self.screen.show_flash(
                say("Written, for you only: {files} in {folder}", files=count, folder=written[0].parent)
            )

        self.screen.go_into(ChoosingView(self.screen, say("Write the letters as"), choices, take))
