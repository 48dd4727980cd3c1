"""The proof in a browser: marks open their notes, keys close them, names are found; nothing is fetched from elsewhere."""
import os
import shutil
import tempfile
import unittest

import books
from program import Case


def browser(folder, width=1000, dark=False):
    from selenium import webdriver
    options = webdriver.ChromeOptions()
    for argument in ('--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', f'--window-size={width},800', f'--user-data-dir={folder}'):
        options.add_argument(argument)
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
    driver = webdriver.Chrome(options=options, service=webdriver.chrome.service.Service(shutil.which('chromedriver')))
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': [{'name': 'prefers-color-scheme', 'value': 'dark' if dark else 'light'}]})
    return driver


class Proof(Case):
    def setUp(self):
        super().setUp()
        self.packed = self.pack(books.epub(self.path('tessel.epub'), books.NOTED))
        self.done('proof', self.packed, '-o', self.path('proof'))

    def test_files(self):
        for name in ('index.html', 'text-1.html', 'notes-1.html', 'works-1.html', 'names-1.html', 'who.html', 'proof.css', 'proof.js', 'names.js'):
            text = self.read(self.path('proof/' + name)).decode()
            self.assertNotRegex(text, r'(src|href)="(https?:)?//')
        self.refused(3, '', 'proof', self.path('absent.postil'), '-o', self.path('other'))
        self.refused(4, '', 'proof', self.packed, '-o', self.write('file', b''))
        self.assertFalse(os.path.exists(self.path('other')))

    def test_in_a_browser(self):
        try:
            import selenium.webdriver.chrome.service
            from selenium.webdriver.common.by import By
            from selenium.webdriver.common.keys import Keys
            from selenium.webdriver.support.ui import WebDriverWait
        except ImportError:
            self.skipTest('python3-selenium is not installed')
        if not shutil.which('chromedriver'):
            self.skipTest('chromium-driver is not installed')
        with tempfile.TemporaryDirectory() as profile:
            driver = browser(profile)
            try:
                wait = WebDriverWait(driver, 20)
                driver.get('file://' + self.path('proof/index.html'))
                self.assertIn('3 of 3 with a note', driver.find_element(By.TAG_NAME, 'main').text)
                driver.find_element(By.LINK_TEXT, 'Text').click()
                mark = driver.find_elements(By.CSS_SELECTOR, 'a.mark[data-note]')[1]
                mark.click()
                dialog = driver.find_element(By.TAG_NAME, 'dialog')
                self.assertTrue(dialog.is_displayed())
                self.assertIn('Ibid., 14.', dialog.text)
                self.assertIn('Judith Amery, Soundings', dialog.text)  # what it stands for
                driver.switch_to.active_element.send_keys(Keys.ESCAPE)
                wait.until(lambda d: not dialog.is_displayed())
                self.assertEqual(driver.switch_to.active_element, mark)
                mark.send_keys(Keys.ENTER)
                self.assertTrue(dialog.is_displayed())
                dialog.find_element(By.TAG_NAME, 'button').click()
                driver.find_element(By.LINK_TEXT, 'Names').click()
                driver.find_element(By.ID, 'find').send_keys('aldane')
                found = wait.until(lambda d: d.find_elements(By.CSS_SELECTOR, '#found a'))
                self.assertEqual(found[0].text, 'Port Aldane')
                found[0].click()
                self.assertIn('#name-', driver.current_url)
                self.assertEqual([row for row in driver.get_log('browser') if row['level'] == 'SEVERE'], [])
                self.without_scripts(driver, By)
            finally:
                driver.quit()

    def without_scripts(self, driver, By):
        driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
        driver.get('file://' + self.path('proof/text-1.html'))
        driver.find_elements(By.CSS_SELECTOR, 'a.mark[data-note]')[0].click()
        self.assertRegex(driver.current_url, r'#n-\d+$')


if __name__ == '__main__':
    unittest.main()
