using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Any JSON value.</summary>
/// <remarks>
/// Where it lies in the body that it was read from: what is published is kept byte for byte, and copied only once. Means
/// nothing when it was read from anything but the whole body.
/// </remarks>
/// <param name="End">Exclusive; 0 when there is no value.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(int Start, int End)
{
    public bool IsGiven => End > 0;

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body) => body[Start..End];

    /// <summary>Notes where a value begins and ends, and passes over it.</summary>
    public sealed class Converter : JsonConverter<RawJson>
    {
        /// <summary>Null is a value like any other.</summary>
        public override bool HandleNull => true;

        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader.TokenStartIndex;
            reader.Skip();
            return new RawJson((int)start, (int)reader.BytesConsumed);
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A place in a body is not written.");
    }
}
