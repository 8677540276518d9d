"""Layers, units, and what stands in them."""

from playground.engine.catalogue.glossary.term import Term
from playground.engine.common.language import N_

NETWORK: tuple[Term, ...] = (
    Term(
        key="layer",
        label=N_("Layer and hidden layer"),
        text=N_(
            "A group of neurons that all receive the outputs of the layer before. The layers "
            "between input and output are called hidden; more of them can form more complex shapes."
        ),
        formula="a = f(W · x + b)",
        code="nn.Linear(in_features=2, out_features=4)",
        paths=("network.hidden",),
        see=("unit", "activation", "module"),
    ),
    Term(
        key="unit",
        label=N_("Neuron (unit)"),
        text=N_(
            "The smallest part of a network: a weighted sum of its inputs plus a bias, put through "
            "the activation function."
        ),
        formula="a = f(w₁·x₁ + w₂·x₂ + … + b)",
        code="torch.tanh(x @ w + b)",
        places=("network.diagram", "network.target"),
        see=("weight", "bias", "activation"),
    ),
    Term(
        key="weight",
        label=N_("Weight"),
        text=N_(
            "What a neuron multiplies one of its inputs by. Training consists of finding good "
            "weights."
        ),
        code="layer.weight  # shape [out_features, in_features]",
        places=("network.whole.matrix",),
        see=("bias", "parameter", "gradient"),
    ),
    Term(
        key="bias",
        label=N_("Bias"),
        text=N_(
            "A number that a neuron adds to its weighted sum. It shifts where the neuron becomes "
            "active; without it, every line would pass through the origin."
        ),
        code="layer.bias  # shape [out_features]",
        paths=("network.bias",),
        see=("weight", "unit"),
    ),
    Term(
        key="parameter",
        label=N_("Parameter"),
        text=N_(
            "Any number that training changes: the weights and biases. What a person sets, such as "
            "the learning rate, is called a hyperparameter."
        ),
        code="sum(p.numel() for p in model.parameters())",
        see=("weight", "bias", "state_dict"),
    ),
    Term(
        key="activation",
        label=N_("Activation function"),
        text=N_(
            "The nonlinear function that each neuron applies to its sum. Without one, any number "
            "of layers could do no more than a single one."
        ),
        formula="ReLU(z) = max(0, z)",
        code="nn.ReLU()",
        paths=("network.activation", "network.layer_activations"),
        see=("unit", "dead_unit", "saturation"),
    ),
    Term(
        key="initialiser",
        label=N_("Initialisation"),
        text=N_(
            "How the weights are drawn before the first step. Too small and signals die out from "
            "layer to layer; too large and they explode."
        ),
        code="nn.init.xavier_uniform_(layer.weight)",
        paths=("network.initialiser",),
        see=("seed", "weight"),
    ),
    Term(
        key="dead_unit",
        label=N_("Dead neuron"),
        text=N_(
            "A neuron that gives zero for every row, as happens with ReLU. Its gradient is zero, "
            "too, so it never learns again."
        ),
        code="(activations == 0).all(dim=0)",
        see=("saturation", "activation"),
    ),
    Term(
        key="saturation",
        label=N_("Saturation"),
        text=N_(
            "A neuron whose output lies at the flat end of its activation function, near −1 or 1 "
            "for tanh. The slope there is nearly zero, so it learns very slowly."
        ),
        code="(activations.abs() > 0.99).float().mean(dim=0)",
        see=("dead_unit", "activation", "gradient"),
    ),
    Term(
        key="frozen",
        label=N_("Frozen and muted"),
        text=N_(
            "A frozen weight is not changed by training. The output of a muted neuron counts as "
            "zero: what the network then gets wrong shows what the neuron contributes."
        ),
        code="layer.weight.requires_grad_(False)",
        see=("weight", "unit"),
    ),
    Term(
        key="softmax",
        label=N_("Softmax and probabilities"),
        text=N_(
            "Turns one output per class into probabilities that add up to 1. With two classes one "
            "output is enough, and the sigmoid does the same."
        ),
        formula="pᵢ = eᶻⁱ / Σⱼ eᶻʲ",
        code="torch.softmax(output, dim=1)",
        places=("predict.probabilities", "dock.predict"),
        see=("classification", "decision_boundary"),
    ),
)
