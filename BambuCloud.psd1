@{
    RootModule           = 'BambuCloud.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '7c1f8a0e-5f0b-4f63-9a53-0d2f6f0f9b61'
    Author               = 'BambuCloud contributors'
    CompanyName          = 'BambuCloud contributors'
    Copyright            = '(c) BambuCloud contributors. MIT licence.'
    Description          = 'The Bambu Lab cloud in PowerShell: list printers, upload files, start prints, read tasks and notifications, and watch printers live.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('BambuCloud.Format.ps1xml')
    TypesToProcess       = @('BambuCloud.Types.ps1xml')
    CmdletsToExport      = @(
        'Connect-BambuCloud'
        'Connect-BambuPrinter'
        'Disconnect-BambuCloud'
        'Disconnect-BambuPrinter'
        'Export-BambuThumbnail'
        'Find-BambuPrinter'
        'Get-BambuAccount'
        'Get-BambuCodeText'
        'Get-BambuDevice'
        'Get-BambuDeviceInfo'
        'Get-BambuFilament'
        'Get-BambuFirmware'
        'Get-BambuMessage'
        'Get-BambuNotification'
        'Get-BambuPrint'
        'Get-BambuPrinterFile'
        'Get-BambuPrinterStatus'
        'Get-BambuPrintFile'
        'Get-BambuProject'
        'Get-BambuSession'
        'Get-BambuTask'
        'New-BambuTask'
        'Receive-BambuPrinterFile'
        'Register-BambuDevice'
        'Remove-BambuPrinterFile'
        'Rename-BambuDevice'
        'Resume-BambuPrint'
        'Save-BambuSnapshot'
        'Send-BambuFile'
        'Send-BambuPrint'
        'Set-BambuNotification'
        'Show-BambuFleet'
        'Stop-BambuPrint'
        'Suspend-BambuPrint'
        'Test-BambuPrint'
        'Unregister-BambuDevice'
        'Wait-BambuPrint'
        'Watch-BambuPrinter'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    FileList             = @() # build.ps1 -Task Package writes it, and the release notes.
    PrivateData          = @{
        PSData = @{
            Tags         = @('BambuLab', 'Bambu', '3DPrinting', '3DPrinter', 'MQTT', 'Cloud', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/bambucloud/BambuCloud/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/bambucloud/BambuCloud'
            IconUri      = 'https://raw.githubusercontent.com/bambucloud/BambuCloud/main/docs/icon.png'
            ReleaseNotes = ''
        }
    }
}
