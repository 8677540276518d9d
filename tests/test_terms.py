"""Each term of the field has one Portuguese translation, and no other word is in use for it."""

import re

import pytest

from tests.test_readme import FENCED, ROOT
from tests.translations import catalogues, ids_of, read, texts_of

TERMS = {
    "learning rate": "taxa",
    "learning-rate schedule": "agenda da taxa de aprendizado",
    "hidden layers?": "camadas? ocultas?",
    "layers?": "camada",
    "units? (less|more)|more units|neurons?": "neurônio",
    "weight decay": "decaimento",
    "weights?": "peso|decaimento|ponderad",
    "bias(es)?": "viés|vieses",
    "activations?": "ativaç",
    "loss": "perda",
    "optimizer": "otimizador",
    "gradients?": "gradiente",
    "batch": "lote",
    "epochs": "época",
    "validation set": "conjuntos? (de treino e )?de validação",
    "training set": "conjuntos? de treino",
    "seed": "semente",
    "early stopping": "parada antecipada",
    "patience": "paciência",
    "accuracy": "acurácia",
    "recall": "revocaç",
    "confusion matrix": "matriz de confusão",
    "predictions?": "previs|prever",
    "target": "alvo",
    "features?": "atributo",
    "noise": "ruído",
    "standardised?": "padroniz",
    "scaling": "padroniz|escala",
    "device": "dispositivo",
    "edges?": "conex|borda",
    "(un)?muted?": "silenci|reativ",
    "decimal mark": "separador decimal",
    "folder": "pasta",
    "missing values?": "valor(es)? ausente",
    "overfit(ting)?": "sobreajuste",
    "standard deviation": "desvio padrão",
    "switch (on|off)": "ativ|lig",
    "did you mean": "você quis dizer",
    "cannot be (written|opened|imported|created)": "não foi possível",
}
"""Where the English says the left one, the Portuguese says the right one: regular expressions."""

FORBIDDEN = {
    "predi[çz]": "previsão, prever",
    "treinamento": "treino",
    "ciclo de treino": "laço de treino",
    "acuracia|exatidão": "acurácia",
    "aprendizagem": "aprendizado",
    "sensibilidade": "revocação",
    "função de custo": "perda",
    "minilote|batelada": "lote",
    "features?": "atributo",
    "característica": "atributo",
    "cronograma": "agenda",
    "normaliz": "padronizar",
    "algarismo": "dígito",
    "desvio-padrão": "desvio padrão",
    "decor(a|e|ou)": "memorizar",
    "(classe|valor) real": "verdadeira, verdadeiro",
    "seria '": "você quis dizer",
    "deletar|resetar|setar|plotar|printar": "remover, reiniciar, definir, desenhar, mostrar",
    "ficheiro|ecrã|utilizador|registar|controlo|rato|facto": "(Portugal)",
}
"""What a Portuguese sentence never says, each with what it says instead."""

CATALOGUE = next(path for path in catalogues() if path.parent.parent.name == "pt_BR")
PAIRS = tuple(
    (ids_of(message)[-1], texts_of(message)[-1]) for message in read(CATALOGUE) if ids_of(message)
)
"""Each English sentence with its Portuguese one."""


def words(text: str) -> str:
    """A sentence without its fields, the keys of settings, code, and marks of the Alt key."""
    return re.sub(r"\{\w+\}|\b\w+\.\w+|`[^`]*`|&", "", text)


@pytest.mark.parametrize("term", TERMS)
def test_that_a_term_has_one_translation(term: str) -> None:
    english = re.compile(rf"\b({term})\b", re.IGNORECASE)
    portuguese = re.compile(TERMS[term], re.IGNORECASE)
    said = [pair for pair in PAIRS if english.search(words(pair[0]))]
    assert said
    assert [pair for pair in said if not portuguese.search(words(pair[1]))] == []


@pytest.mark.parametrize("wrong", FORBIDDEN)
def test_that_no_other_word_is_used(wrong: str) -> None:
    page = (ROOT / "README.pt-BR.md").read_text(encoding="utf-8")
    texts = [*(text for _, text in PAIRS), *re.sub(FENCED, "", page).splitlines()]
    unwanted = re.compile(rf"\b({wrong})", re.IGNORECASE)
    assert [text for text in texts if unwanted.search(words(text))] == []
