"""The language of the whole application: ours, Qt's own dialogs, and how Qt writes numbers."""

import os

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from playground.engine.common.language import Language, find_language, language_of, speak

TRANSLATOR = "qt_translator"


def language_at_start(asked: Language | None, remembered: str) -> Language:
    """What to speak: what was asked for, else what was chosen once, else what the system speaks."""
    chosen = asked or (find_language(remembered) if remembered else None)
    return chosen or language_of(os.environ, QLocale.system().uiLanguages())


def speak_everywhere(language: Language, app: QApplication) -> None:
    """Speak it from now on; what is shown already stays as it is."""
    speak(language)
    QLocale.setDefault(QLocale(language.key))
    earlier = app.findChild(QTranslator, TRANSLATOR)
    if earlier is not None:
        app.removeTranslator(earlier)
        earlier.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(TRANSLATOR)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language.key}", folder):
        app.installTranslator(translator)
