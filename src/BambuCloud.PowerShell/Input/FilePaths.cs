using System.Collections.ObjectModel;
using System.Management.Automation;
using BambuCloud.Cmdlets;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace BambuCloud.Input;

/// <summary>What paths of PowerShell mean that name files of this computer.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files of a path, which may have wildcards unless it is literal.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileNotFound"/> or <see cref="BambuErrorKind.NotAFile"/>.</exception>
    public static Collection<string> FilesOf(this SessionState state, string path, bool literal)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> files = literal
                ? [state.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : state.Path.GetResolvedProviderPathFromPSPath(path, out provider);
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

    /// <summary>Does something for each file of some paths. An error of one leaves the others their turn.</summary>
    public static void ForEachFile(this BambuCmdlet cmdlet, string[] paths, bool literal, Action<string> work)
    {
        foreach (string path in paths)
        {
            cmdlet.Try(path, () =>
            {
                foreach (string file in cmdlet.SessionState.FilesOf(path, literal))
                {
                    cmdlet.Try(file, () => work(file));
                }
            });
        }
    }

    /// <summary>The folder that a path means, taken as it stands.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotAFile"/> or <see cref="BambuErrorKind.FileNotFound"/>.</exception>
    public static string FolderOf(this SessionState state, string path)
    {
        string folder = state.FilesOf(path, literal: true)[0];
        return Directory.Exists(folder) ? folder : throw Fault(BambuErrorKind.FileNotFound, path, "is no folder.");
    }

    /// <summary>A file of that name in a folder.</summary>
    /// <exception cref="BambuException">As of <see cref="FolderOf"/>.</exception>
    public static string FileIn(this SessionState state, string folder, string name) => Path.Combine(state.FolderOf(folder), name);

    private static BambuException Fault(BambuErrorKind kind, string path, string what) =>
        new(kind, $"The path '{path}' {what}") { Subject = path };
}
