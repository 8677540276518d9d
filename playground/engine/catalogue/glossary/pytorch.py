"""Tensors, autograd, modules and what else PyTorch is made of."""

from playground.engine.catalogue.glossary.term import Term
from playground.engine.common.language import N_

PYTORCH: tuple[Term, ...] = (
    Term(
        key="tensor",
        label=N_("Tensor"),
        text=N_(
            "A table of numbers with any number of dimensions, on the CPU or a GPU. Inputs, "
            "weights, gradients and losses are all tensors; the shape [4, 2] means 4 rows of 2 "
            "numbers."
        ),
        code="x = torch.tensor([[0.5, -1.0], [2.0, 0.0]])",
        see=("autograd", "gpu", "batch"),
    ),
    Term(
        key="autograd",
        label=N_("Autograd"),
        text=N_(
            "The part of PyTorch that records every operation of the forward pass and then "
            "computes the gradient of the loss with respect to every parameter, by the chain rule."
        ),
        formula="∂L/∂w = ∂L/∂a · ∂a/∂z · ∂z/∂w",
        code="loss.backward()  # fills w.grad for every parameter w",
        see=("backward", "gradient", "tensor"),
    ),
    Term(
        key="module",
        label=N_("Module (nn.Module)"),
        text=N_(
            "A building block with parameters and a forward method. A layer is a module, and so is "
            "the whole network, which is made of layers."
        ),
        code="model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))",
        places=("network",),
        see=("layer", "parameter", "forward"),
    ),
    Term(
        key="forward",
        label=N_("Forward pass"),
        text=N_(
            "Computing the network's output from its input, layer by layer: each neuron takes a "
            "weighted sum of what comes in, adds its bias and applies the activation function."
        ),
        formula="z = W · x + b,  a = f(z)",
        code="output = model(inputs)",
        see=("backward", "loss", "activation"),
    ),
    Term(
        key="loss",
        label=N_("Loss"),
        text=N_(
            "One number that says how wrong the predictions are. Training changes the weights so "
            "that it gets smaller."
        ),
        formula="MSE = 1/n · Σ (f(x) − y)²",
        code="loss = loss_fn(output, targets)",
        paths=("training.loss",),
        places=("plot.loss", "dock.loss", "status.train_loss"),
        see=("validation_loss", "optimizer", "gradient"),
    ),
    Term(
        key="backward",
        label=N_("Backward pass (backpropagation)"),
        text=N_(
            "Going through the network from the loss back to the inputs and computing, layer by "
            "layer, how the loss would change if each weight were a little larger."
        ),
        formula="δ = ∂L/∂z,  ∂L/∂W = δ · aᵀ",
        code="loss.backward()",
        see=("autograd", "gradient", "zero_grad"),
    ),
    Term(
        key="gradient",
        label=N_("Gradient"),
        text=N_(
            "For each weight, the slope of the loss: positive means that a larger weight makes the "
            "loss larger, so the optimizer makes the weight smaller."
        ),
        formula="∂L/∂w",
        code="layer.weight.grad",
        places=("network.edges",),
        see=("backward", "optimizer", "gradient_clipping"),
    ),
    Term(
        key="zero_grad",
        label=N_("Zeroing the gradients"),
        text=N_(
            "PyTorch adds each new gradient to the one that is there. So the gradients are cleared "
            "once in every step, or the steps would follow the sum of all gradients so far."
        ),
        code="optimizer.zero_grad()",
        see=("training_loop", "backward"),
    ),
    Term(
        key="optimizer",
        label=N_("Optimizer"),
        text=N_(
            "The rule by which the gradients change the weights. SGD goes straight down the slope; "
            "Adam gives each weight a step size of its own, from the gradients it has seen."
        ),
        formula="SGD: w ← w − η · ∂L/∂w",
        code="optimizer = torch.optim.Adam(model.parameters(), lr=0.01)",
        paths=("training.optimizer",),
        see=("learning_rate", "momentum", "step"),
    ),
    Term(
        key="training_loop",
        label=N_("Training loop"),
        text=N_(
            "The five lines that are repeated for every batch: clear the gradients, forward pass, "
            "loss, backward pass, step of the optimizer."
        ),
        code="optimizer.zero_grad()\n"
        "loss = loss_fn(model(x), y)\n"
        "loss.backward()\n"
        "optimizer.step()",
        places=("action.run",),
        see=("forward", "loss", "backward", "step", "zero_grad"),
    ),
    Term(
        key="dataloader",
        label=N_("Dataset and DataLoader"),
        text=N_(
            "A dataset gives one row (inputs and target) by its number; a DataLoader shuffles the "
            "rows in every epoch and hands them out in batches."
        ),
        code="loader = DataLoader(dataset, batch_size=10, shuffle=True)",
        see=("batch", "epoch", "target"),
    ),
    Term(
        key="gpu",
        label=N_("CPU and GPU"),
        text=N_(
            "Where the tensors are stored and computed. A GPU does thousands of operations at "
            "once, which pays off for wide layers and large batches; small networks are faster on "
            "the CPU."
        ),
        code="model.to('cuda'); x = x.to('cuda')",
        paths=("training.device",),
        places=("status.device",),
        see=("tensor", "precision", "stepper"),
    ),
    Term(
        key="precision",
        label=N_("Precision (float32)"),
        text=N_(
            "How many digits a number keeps. float32 keeps about seven; TF32 and AMP keep fewer, "
            "which is faster on GPUs that support them."
        ),
        code="with torch.autocast('cuda'): output = model(inputs)",
        paths=("training.precision",),
        see=("gpu",),
    ),
    Term(
        key="stepper",
        label=N_("Execution: compiled or step by step"),
        text=N_(
            "How the training steps are executed: one by one, as PyTorch does by itself, or many "
            "at once as a compiled program. The result is the same; compiled is faster."
        ),
        code="step = torch.jit.script(step_function)",
        paths=("training.stepper",),
        places=("status.stepper", "status.steps_per_second"),
        see=("step", "gpu"),
    ),
    Term(
        key="state_dict",
        label=N_("Saving weights (state_dict)"),
        text=N_(
            "All parameters of a network by name. This is what is saved and loaded; the code that "
            "builds the network is not part of it."
        ),
        code="model.load_state_dict(safetensors.torch.load_file('weights.safetensors'))",
        places=("action.save",),
        see=("torchscript", "parameter"),
    ),
    Term(
        key="torchscript",
        label=N_("TorchScript"),
        text=N_(
            "A trained model as one file that PyTorch loads without the code that made it, in "
            "Python or C++. Scaling and input features are inside, so it takes raw inputs."
        ),
        code="model = torch.jit.load('model.pt'); model(torch.tensor([[5.0]]))",
        places=("action.export",),
        see=("state_dict", "standardise"),
    ),
)
