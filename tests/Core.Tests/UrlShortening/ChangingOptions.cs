using Microsoft.Extensions.Options;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Settings that a test changes while they are in use.</summary>
public sealed class ChangingOptions<T>(T value) : IOptionsMonitor<T>
{
    private Action<T, string?>? listeners;

    public T CurrentValue { get; private set; } = value;

    public T Get(string? name) => CurrentValue;

    public void Change(T next)
    {
        CurrentValue = next;
        listeners?.Invoke(next, null);
    }

    public IDisposable? OnChange(Action<T, string?> listener)
    {
        listeners += listener;
        return null;
    }
}
