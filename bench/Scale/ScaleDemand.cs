namespace Serverless.Bench.Scale;

/// <summary>What all three systems need at a multiple of the document's load.</summary>
public sealed record ScaleDemand(double Factor, LinkDemand Links, CheckDemand Checks, MessageDemand Messages)
{
    public double Instances => Links.Instances + Checks.Instances + Messages.Instances;

    public double Processors => Links.Processors + Checks.Processors + Messages.Processors;

    public double SentMegabits => Links.SentMegabits + Checks.SentMegabits + Messages.SentMegabits;

    /// <summary>Operations a second of the one storage account: tables and queues.</summary>
    public double StorageOperations(ScaleInputs inputs) => Links.TableOperations + (2 * Messages.QueueMessages * inputs.Costs["queueOperations"]);

    public static ScaleDemand At(ScaleInputs inputs, double factor) =>
        new(factor, LinkDemand.At(inputs, factor), CheckDemand.At(inputs, factor), MessageDemand.At(inputs, factor));
}
