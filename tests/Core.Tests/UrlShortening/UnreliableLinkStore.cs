using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>A store over another that loses what it is told to lose: the request (nothing is applied) or the answer (it is).</summary>
public sealed class UnreliableLinkStore(ILinkStore inner) : InterposedLinkStore(inner)
{
    private readonly Queue<Fault> faults = new();

    /// <summary>Run once before the next write, as another instance's work in between.</summary>
    public Action? BeforeNextWrite { get; set; }

    public int Writes { get; private set; }

    public void Fail(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    protected override async Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        Writes++;
        var before = BeforeNextWrite;
        BeforeNextWrite = null;
        before?.Invoke();
        var fault = faults.TryDequeue(out var next) ? next : Fault.None;
        if (fault == Fault.RequestLost)
        {
            throw new StoreUnavailableException("The request got lost.");
        }

        var applied = await write();
        return fault == Fault.AnswerLost ? throw new StoreUnavailableException("The answer got lost.") : applied;
    }
}
