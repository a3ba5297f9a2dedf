namespace Serverless.Cli.Commands;

/// <summary>How the tool ends, for scripts.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The service refused or failed, or a part of the work did.</summary>
    public const int Failed = 1;

    /// <summary>The command line can't be carried out as it is.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    /// <summary>No valid key, or one without the scope.</summary>
    public const int Unauthorized = 4;

    /// <summary>The service can't be reached, or can't answer now.</summary>
    public const int Unreachable = 5;

    /// <summary>A check was answered: the caller may not.</summary>
    public const int Denied = 6;

    /// <summary>Ended by Ctrl+C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
