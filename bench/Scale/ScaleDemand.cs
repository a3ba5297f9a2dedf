namespace Serverless.Bench.Scale;

/// <summary>What all three systems need at a multiple of the document's load.</summary>
public sealed record ScaleDemand(double Factor, LinkDemand Links, CheckDemand Checks, MessageDemand Messages)
{
    public double Instances => Links.Instances + Checks.Instances + Messages.Instances;

    public double Processors => Links.Processors + Checks.Processors + Messages.Processors;

    public double SentMegabits => Links.SentMegabits + Checks.SentMegabits + Messages.SentMegabits;

    /// <summary>Requests a second of all storage accounts: tables and queues.</summary>
    public double StorageOperations(ScaleInputs inputs) => Links.TableOperations + FirstAccountOperations(inputs);

    /// <summary>Those of the account that has everything but links and clicks.</summary>
    public double FirstAccountOperations(ScaleInputs inputs) =>
        Links.KeyOperations + ((2 * Messages.QueueMessages) + (inputs.Costs["clickBuckets"] / inputs.Costs["rollUpSeconds"])) * inputs.Costs["queueOperations"];

    /// <summary>Accounts that links need, kept as busy as was chosen, if every row of a transaction counts.</summary>
    public double LinkAccounts(ScaleInputs inputs) => Math.Max(1, Math.Ceiling(inputs.Needed(Links.TableRows, inputs.Limits["storageOperations"])));

    public static ScaleDemand At(ScaleInputs inputs, double factor) =>
        new(factor, LinkDemand.At(inputs, factor), CheckDemand.At(inputs, factor), MessageDemand.At(inputs, factor));
}
