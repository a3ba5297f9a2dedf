using System.Security.Cryptography;
using Serverless.Core.Access;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Hosting;

/// <summary>The first admin key, made at the first start and kept in a file that only its owner can read.</summary>
/// <param name="Key">The secret.</param>
/// <param name="Path">Where it is kept.</param>
/// <param name="IsNew">Made by this start.</param>
public sealed record AdminKeyFile(string Key, string Path, bool IsNew)
{
    private const string Name = "admin.key";

    /// <exception cref="SettingsException">The file is there, but holds no key.</exception>
    public static AdminKeyFile ReadOrCreate(string folder, RandomNumberGenerator random)
    {
        var path = System.IO.Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return Create(path, random);
        }

        var key = File.ReadAllText(path).Trim();
        return key.Length > 0
            ? new AdminKeyFile(key, path, IsNew: false)
            : throw new SettingsException($"{path} is empty. Delete it to have a new admin key made.");
    }

    // Written beside its place and moved there whole: a crash in between leaves no half-written key.
    private static AdminKeyFile Create(string path, RandomNumberGenerator random)
    {
        var key = ApiKeySecret.Generate(random);
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = PrivateFile.Create(draft))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(key);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        return new AdminKeyFile(key, path, IsNew: true);
    }
}
