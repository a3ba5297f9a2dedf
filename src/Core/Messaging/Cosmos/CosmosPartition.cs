using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>The partition keys of the log.</summary>
internal static class CosmosPartition
{
    /// <summary>Over so many partitions the marks of active streams are spread, by a hash of the stream.</summary>
    public const int ActivePlaces = 32;

    /// <summary>Where one of the marks of active streams is, from 0.</summary>
    public static int ActivePlaceOf(StreamId stream) => (int)(XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(stream.ToString())) % ActivePlaces);

    public static string Active(int place) => string.Create(CultureInfo.InvariantCulture, $"active.{place}");

    public static string Active(StreamId stream) => Active(ActivePlaceOf(stream));

    public static string Of(StreamId stream, int segment) => string.Create(CultureInfo.InvariantCulture, $"{stream}.{segment}");
}
