namespace Serverless.LocalHost.Hosting;

/// <summary>LocalHost can't start as it was told to; the message says what to change.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException()
    {
    }

    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
