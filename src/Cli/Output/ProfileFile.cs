using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Cli.Output;

/// <summary>Services and their keys as <c>slctl login</c> keeps them, in a file that nobody but its owner may read.</summary>
internal sealed class ProfileFile(string? folder)
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private string Place => Path.Combine(folder ?? throw new UsageException("There is no home directory to keep profiles in."), "profiles.json");

    /// <exception cref="UsageException">The file is there, but holds something else.</exception>
    public Profile? Find(string name) => ReadAll().GetValueOrDefault(name);

    /// <summary>Keeps a profile in place of the one of that name.</summary>
    public void Put(string name, Profile profile)
    {
        var all = ReadAll();
        all[name] = profile;
        Write(all);
    }

    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        var all = ReadAll();
        if (!all.Remove(name))
        {
            return false;
        }

        Write(all);
        return true;
    }

    private Dictionary<string, Profile> ReadAll()
    {
        if (folder is null || !File.Exists(Place))
        {
            return new Dictionary<string, Profile>(StringComparer.Ordinal);
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Place), ProfilesJson.Default.DictionaryStringProfile) ?? [];
        }
        catch (JsonException)
        {
            throw new UsageException($"{Place} can't be read: mend it, or remove it and log in again.");
        }
    }

    // Written beside its place and moved there whole; never readable by others, not for a moment.
    private void Write(Dictionary<string, Profile> profiles)
    {
        var next = $"{Place}.{Environment.ProcessId}";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder!);
        }
        else
        {
            Directory.CreateDirectory(folder!, OwnFolder);
        }

        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, profiles, ProfilesJson.Default.DictionaryStringProfile);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, Place, overwrite: true);
    }
}

/// <summary>A service, and the key for it.</summary>
internal sealed record Profile(string Url, string Key)
{
    /// <summary>Without the key, which is never printed.</summary>
    public override string ToString() => Url;
}

/// <summary>JSON of profiles.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, Profile>))]
internal sealed partial class ProfilesJson : JsonSerializerContext;
