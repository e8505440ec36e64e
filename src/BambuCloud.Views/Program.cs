using BambuCloud.Views;

if (args is not [var folder])
{
    Console.Error.WriteLine("Usage: BambuCloud.Views <folder for the two ps1xml files>");
    return 1;
}
Directory.CreateDirectory(folder);
FormatFile.Write(Path.Combine(folder, "BambuCloud.Format.ps1xml"), Tables.All);
TypesFile.Write(Path.Combine(folder, "BambuCloud.Types.ps1xml"), Tables.All);
return 0;
