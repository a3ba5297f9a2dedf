using System.Text.Json;
using Serverless.Cli.Output;

namespace Serverless.Cli.Transfer;

/// <summary>
/// A file that grows page by page under a temporary name, and gets its own when it is complete. The state beside it says
/// how much of it counts: a page that was half written is cut off.
/// </summary>
internal sealed class ExportFile : IDisposable
{
    private readonly string path;
    private readonly FileStream part;

    private ExportFile(string path, FileStream part, ExportState state) => (this.path, this.part, State) = (path, part, state);

    public ExportState State { get; private set; }

    /// <exception cref="UsageException">What was begun is an export from another service, or in another format.</exception>
    public static ExportFile Open(string path, string service, string format)
    {
        var part = new FileStream(PartOf(path), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        try
        {
            var state = ReadState(path) ?? new ExportState(service, format, null, 0, 0);
            if (state.Service != service || state.Format != format || state.Bytes > part.Length)
            {
                throw new UsageException($"{PartOf(path)} is of an export that was begun before, of {state.Service} as {state.Format}. Go on as it was begun, or pass --restart.");
            }

            part.SetLength(state.Bytes);
            part.Position = state.Bytes;
            return new ExportFile(path, part, state);
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    public static void Forget(string path)
    {
        File.Delete(StateOf(path));
        File.Delete(PartOf(path));
    }

    public void Add(byte[] page, int links, string? continuation)
    {
        part.Write(page);
        part.Flush(flushToDisk: true);
        State = State with { Continuation = continuation, Bytes = part.Position, Links = State.Links + links, IsComplete = continuation is null };
        File.WriteAllBytes(StateOf(path) + ".tmp", JsonSerializer.SerializeToUtf8Bytes(State, TransferJson.Web.ExportState));
        File.Move(StateOf(path) + ".tmp", StateOf(path), overwrite: true);
    }

    public void Complete()
    {
        part.Dispose();
        File.Move(PartOf(path), path, overwrite: true);
        File.Delete(StateOf(path));
    }

    public void Dispose() => part.Dispose();

    private static string PartOf(string path) => path + ".part";

    private static string StateOf(string path) => path + ".part.state";

    private static ExportState? ReadState(string path)
    {
        try
        {
            return File.Exists(StateOf(path)) ? JsonSerializer.Deserialize(File.ReadAllBytes(StateOf(path)), TransferJson.Web.ExportState) : null;
        }
        catch (JsonException)
        {
            throw new UsageException($"{StateOf(path)} is no state of an export; pass --restart to begin anew.");
        }
    }
}

/// <summary>How far an export has come.</summary>
/// <param name="Service">The service's address.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Continuation">Where the next page begins; null for the first, or when there is none.</param>
/// <param name="Bytes">What is written of the file, and belongs to the pages so far.</param>
/// <param name="Links">How many links these are.</param>
/// <param name="IsComplete">Whether there is no next page.</param>
internal sealed record ExportState(string Service, string Format, string? Continuation, long Bytes, long Links, bool IsComplete = false);
