using System.Collections;

namespace Serverless.Functions.Requests;

/// <summary>Says in the log which request something is about.</summary>
internal sealed class RequestIdScope(string id) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Name = "RequestId";

    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] => index == 0 ? new(Name, id) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    public override string ToString() => $"{Name}:{id}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
