using System.Globalization;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>The partition keys of the log.</summary>
internal static class CosmosPartition
{
    /// <summary>Where the active streams of all topics are listed.</summary>
    public const string Active = "active";

    public static string Of(StreamId stream, int segment) => string.Create(CultureInfo.InvariantCulture, $"{stream}.{segment}");
}
