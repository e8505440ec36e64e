using System.Collections.ObjectModel;
using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace BambuCloud.Commands;

/// <summary>What the cmdlets have in common that take files of this computer.</summary>
public abstract class FileCmdlet : BambuCmdlet
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files of a path, which may have wildcards unless it is literal.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileNotFound"/> or <see cref="BambuErrorKind.NotAFile"/>.</exception>
    private protected Collection<string> FilesOf(string path, bool literal)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> files = literal
                ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            return provider.Name != FileSystem ? throw Fault(BambuErrorKind.NotAFile, path, "is not in the file system.")
                : files.Count == 0 ? throw Fault(BambuErrorKind.FileNotFound, path, "matches no file.")
                : files;
        }
        catch (ItemNotFoundException)
        {
            throw Fault(BambuErrorKind.FileNotFound, path, "does not exist.");
        }
        catch (Exception notFound) when (notFound is DriveNotFoundException or ProviderNotFoundException)
        {
            throw Fault(BambuErrorKind.FileNotFound, path, $"names no drive of this session: {notFound.Message}");
        }
    }

    private static BambuException Fault(BambuErrorKind kind, string path, string what) => new(kind, $"The path '{path}' {what}") { Subject = path };
}
