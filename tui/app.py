"""The reader as a Textual app: wires library, screens, themes and commands together."""

from __future__ import annotations

from pathlib import Path

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.screen import Screen

from extract.types import ParsedArticle
from store.library import Library
from tui import faults
from tui.adding import Adding
from tui.i18n import _
from tui.screens.keyed import KeyedScreen
from tui.screens.reader import ReaderScreen
from tui.shelf import Shelf
from tui.themes import DARK, LIGHT, MARK_COLOURS, THEMES
from tui.trace import OpenTrace

__all__ = ["DiembaoApp"]


class DiembaoApp(App[None]):
    """Reads a library. The caller opens and closes the library; the app waits for its own changes when it ends."""

    TITLE = "Điểm Báo"
    CSS_PATH = "reader.tcss"
    ENABLE_COMMAND_PALETTE = False
    """The palette is opened by our own action, with our own commands only."""

    def __init__(self, library: Library, *, open_id: int | None = None, article: ParsedArticle | None = None) -> None:
        """
        Args:
            library: what is read.
            open_id: an article of the library to begin with.
            article: one that is not in the library to begin with.
        """
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        self.shelf = Shelf(library, self._tell)
        self.adding = Adding(library, self._tell)
        self.reader = ReaderScreen(self.shelf, self, open_id=open_id, article=article)
        self.trace: OpenTrace | None = None
        """Set by whoever measures how long opening an article takes."""
        self._begins_with_article = open_id is not None or article is not None

    def get_default_screen(self) -> Screen[None]:
        return self.reader

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return MARK_COLOURS

    def on_mount(self) -> None:
        if not self._begins_with_article and self.shelf.counts().total == 0:
            from tui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen(self.shelf, self))

    def ask_for_files(self) -> None:
        """Let the person name files and folders, and add them in the background."""
        from tui.screens.path_prompt import PathPrompt

        self.push_screen(PathPrompt(), lambda path: self.adding.add([Path(path).expanduser()]) if path else None)

    def choose_papers(self) -> None:
        """Let the person tick newspapers to follow."""
        from tui.screens.papers import PapersScreen

        self.push_screen(PapersScreen(self.shelf))

    def add_bundled(self) -> None:
        """Add the articles that come with the program, in the background."""
        self.adding.add_bundled()

    def show_help(self) -> None:
        """Show the keys."""
        from tui.help import HelpScreen

        self.push_screen(HelpScreen())

    def show_palette(self) -> None:
        """Let the person find a command by its name."""
        from textual.command import CommandPalette

        from tui.palette import ActionProvider

        self.push_screen(CommandPalette([ActionProvider], placeholder=_("What do you want to do?")))

    def switch_theme(self) -> None:
        """Go from light to dark, or from dark to light."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def leave(self) -> None:
        """Quit, with everything written."""
        self.reader.reading.remember_position()
        self.reader.reading.write_due()
        self.exit()

    async def action_quit(self) -> None:
        self.leave()

    def action_help_quit(self) -> None:
        """Textual's answer to Ctrl-C; ours is plain text in the status line."""
        self._tell(_("Ctrl-Q quits; q goes back one level."))

    def on_unmount(self) -> None:
        self.adding.close()
        self.shelf.close()

    def _tell(self, message: str) -> None:
        """Show a message, from any thread; one that comes after the end is for nobody."""
        self.call_later(self._say, message)

    def _say(self, message: str) -> None:
        screen = self.screen
        (screen if isinstance(screen, KeyedScreen) else self.reader).say(message)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if self.trace is not None:
            self.trace.displayed(self.reader.panes)

    def _fatal_error(self) -> None:
        """A fault of the program: one sentence instead of Textual's traceback, which goes into the log."""
        error = self._exception
        message = _("A fault in Điểm Báo.") if error is None else faults.report(error)
        self._exit_renderables.append(Text(message))
        self._close_messages_no_wait()
