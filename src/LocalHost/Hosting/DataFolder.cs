namespace Serverless.LocalHost.Hosting;

/// <summary>The folder that holds everything LocalHost keeps, owned by one process at a time.</summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";
    private const string DatabaseName = "serverless.db";

    private readonly FileStream ownership;

    private DataFolder(string path, FileStream ownership)
    {
        Path = path;
        this.ownership = ownership;
    }

    public string Path { get; }

    public string DatabaseFile => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Makes the folder if need be and takes it for this process; the system gives it back however the process ends.</summary>
    /// <exception cref="SettingsException">Another process has the folder, or it can't be written.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var file = System.IO.Path.Combine(path, LockName);
            return new DataFolder(path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The data folder {path} can't be used ({exception.Message}). If another LocalHost runs on it, stop that one or choose another folder with --data.", exception);
        }
    }

    public void Dispose() => ownership.Dispose();
}
