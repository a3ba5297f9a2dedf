using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>Sees every write to the log as it happens.</summary>
internal interface ILogWitness
{
    void Committed(PackedEntry entry, StreamId stream);

    /// <summary>Numbers from <paramref name="from"/> to before <paramref name="to"/> were given up.</summary>
    void Trimmed(StreamId stream, long from, long to);

    void Purged(StreamId stream);
}
