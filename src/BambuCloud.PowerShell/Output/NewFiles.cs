using System.Collections.ObjectModel;
using System.Management.Automation;
using BambuCloud.Cmdlets;

namespace BambuCloud.Output;

/// <summary>Files of this computer that cmdlets write.</summary>
internal static class NewFiles
{
    /// <summary>Refuses to write over a file.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileExists"/>.</exception>
    public static void Ensure(string path, bool force)
    {
        if (File.Exists(path) && !force)
        {
            throw new BambuException(BambuErrorKind.FileExists, $"The file '{path}' exists already.") { Subject = path };
        }
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileUnwritable"/>.</exception>
    public static void Write(string path, byte[] content)
    {
        try
        {
            File.WriteAllBytes(path, content);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new BambuException(
                BambuErrorKind.FileUnwritable, $"The file '{path}' cannot be written: {unwritable.Message}", unwritable)
            {
                Subject = path,
            };
        }
    }

    /// <summary>The file as Get-Item gives it.</summary>
    public static Collection<PSObject> Item(BambuCmdlet cmdlet, string path) =>
        cmdlet.InvokeProvider.Item.Get([path], force: true, literalPath: true);
}
